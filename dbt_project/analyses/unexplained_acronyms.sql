with

findings as (

    select * from {{ ref('fct_source_findings') }}
    where finding_type = 'unknown_acronym'

)

select
    force_id,
    document_id,
    quoted_text as acronym,
    explanation,
    sentence_text,
    char_start,
    finding_id
from findings
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
