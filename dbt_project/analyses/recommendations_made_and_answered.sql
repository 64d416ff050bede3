with

responses as (

    select * from {{ ref('fct_responses') }}

),

reports as (

    select * from {{ ref('dim_inspection_reports') }}

)

select
    responses.inspection_report_id,
    responses.force_id,
    responses.recommendations_made,
    responses.recommendations_answered,
    reports.recommendation_count as catalogued_count,
    reports.is_count_verified,
    reports.recommendation_notes,
    responses.document_id,
    responses.response_id
from responses
left join reports on responses.inspection_report_id = reports.inspection_report_id
where {{ parameter('force_id') }} is null or responses.force_id = {{ parameter('force_id') }}
order by
    responses.inspection_report_id asc nulls last,
    responses.force_id asc nulls last,
    responses.document_id asc nulls last
