with

areas as (

    select * from {{ ref('inspected_areas') }}

),

reports as (

    select * from {{ ref('dim_inspection_reports') }}

),

documents as (

    select * from {{ ref('dim_documents') }}
    where is_current

),

answers as (

    select distinct
        document_id,
        inspection_report_id
    from {{ ref('fct_responses') }}

)

select
    areas.inspection_report_id,
    reports.title as report_title,
    areas.area_name,
    areas.force_id,
    documents.document_id,
    documents.title as document_title,
    answers.document_id is not null as answers_this_report,
    areas.source
from areas
inner join reports on areas.inspection_report_id = reports.inspection_report_id
left join documents on areas.force_id = documents.force_id
left join answers
    on
        documents.document_id = answers.document_id
        and areas.inspection_report_id = answers.inspection_report_id
where {{ parameter('force_id') }} is null or areas.force_id = {{ parameter('force_id') }}
order by
    areas.inspection_report_id asc nulls last,
    areas.area_name asc nulls last,
    documents.document_id asc nulls last
