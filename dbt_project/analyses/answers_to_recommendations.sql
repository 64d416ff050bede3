with

answers as (

    select * from {{ ref('fct_recommendation_answers') }}

)

select
    force_id,
    document_id,
    inspection_report_id,
    ordinal,
    finding_type,
    addressed_to,
    recommendation_text,
    answer_text,
    action_status,
    acceptance,
    speaker,
    char_start,
    char_end,
    answer_id
from answers
where
    (
        {{ parameter('document_id') }} is null
        or position({{ parameter('document_id') }} in document_id) = 1
    )
    and ({{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }})
order by
    force_id asc nulls last,
    document_id asc nulls last,
    ordinal asc nulls last,
    char_start asc nulls last
