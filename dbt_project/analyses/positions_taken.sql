with

responses as (

    select
        force_id,
        document_id,
        inspection_report_id,
        'report' as position_on,
        cast(null as bigint) as ordinal,
        stance as position_taken,
        'not_stated' as action_status,
        sentence_text as evidence_text,
        speaker,
        char_start,
        response_id as evidence_id
    from {{ ref('fct_responses') }}
    where stance <> 'none'

),

answers as (

    select
        force_id,
        document_id,
        inspection_report_id,
        finding_type as position_on,
        ordinal,
        acceptance as position_taken,
        action_status,
        answer_text as evidence_text,
        speaker,
        char_start,
        answer_id as evidence_id
    from {{ ref('fct_recommendation_answers') }}
    where acceptance <> 'not_stated' or action_status = 'no_action'

),

positions as (

    select * from responses
    union all
    select * from answers

)

select
    force_id,
    document_id,
    inspection_report_id,
    position_on,
    ordinal,
    position_taken,
    action_status,
    evidence_text,
    speaker,
    char_start,
    evidence_id
from positions
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by
    force_id asc nulls last,
    document_id asc nulls last,
    ordinal asc nulls first,
    char_start asc nulls last
