with

findings as (

    select * from {{ ref('fct_source_findings') }}
    where
        finding_type in (
            'total_differs_from_parts',
            'rate_differs_from_parts',
            'parts_differ_from_stated_sum',
            'text_differs_from_table',
            'date_before_publication'
        )

)

select
    force_id,
    document_id,
    finding_type,
    stated_value,
    computed_value,
    difference,
    explanation,
    sentence_text,
    other_sentence_text,
    char_start,
    other_char_start,
    finding_id
from findings
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
