with

responses as (

    select * from {{ ref('fct_responses') }}

),

documents as (

    select * from {{ ref('dim_documents') }}

)

select
    responses.inspection_report_id,
    responses.force_id,
    responses.report_published_on,
    responses.report_published_on_basis,
    responses.last_day,
    responses.responded_on,
    responses.days_taken,
    responses.timeliness,
    documents.document_date,
    documents.document_date_precision,
    responses.document_id,
    responses.response_id
from responses
inner join documents on responses.document_id = documents.document_id
where {{ parameter('force_id') }} is null or responses.force_id = {{ parameter('force_id') }}
order by
    responses.report_published_on asc nulls last,
    responses.force_id asc nulls last,
    responses.document_id asc nulls last
