with

responses as (

    select * from {{ ref('fct_responses') }}

),

reports as (

    select * from {{ ref('dim_inspection_reports') }}

),

-- Two documents of one force are one force that answers.
answering as (

    select
        inspection_report_id,
        count(distinct force_id) as force_count
    from responses
    group by inspection_report_id

)

select
    responses.inspection_report_id,
    reports.title as report_title,
    reports.publisher_names,
    reports.published_on,
    answering.force_count,
    answering.force_count > 1 as is_answered_by_several_forces,
    responses.force_id,
    responses.document_id,
    responses.report_title_text,
    responses.sentence_text,
    responses.char_start,
    responses.response_id
from responses
left join reports on responses.inspection_report_id = reports.inspection_report_id
left join answering on responses.inspection_report_id = answering.inspection_report_id
where {{ parameter('force_id') }} is null or responses.force_id = {{ parameter('force_id') }}
order by
    responses.inspection_report_id asc nulls last,
    responses.force_id asc nulls last,
    responses.document_id asc nulls last
