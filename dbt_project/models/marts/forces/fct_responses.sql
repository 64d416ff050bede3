with

timed as (

    select * from {{ ref('int_responses_timed') }}

),

responses as (

    select * from {{ ref('int_responses_corrected') }}

),

-- A recommendation that two people answer in one document is answered once.
answered as (

    select
        document_id,
        inspection_report_id,
        count(distinct recommendation_char_start) as recommendations_answered
    from {{ ref('int_recommendation_answers_corrected') }}
    where finding_type = 'recommendation'
    group by document_id, inspection_report_id

)

select
    timed.response_id,
    timed.document_id,
    timed.force_id,
    timed.inspection_report_id,
    responses.report_title_text,
    timed.report_published_on,
    timed.report_published_on_basis,
    timed.responded_on,
    timed.days_taken,
    timed.last_day,
    timed.timeliness,
    timed.recommendations_made,
    responses.stance,
    responses.section_id,
    responses.speaker,
    responses.quoted_text,
    responses.sentence_text,
    responses.char_start,
    responses.char_end,
    responses.page_number,
    responses.is_corrected,
    coalesce(answered.recommendations_answered, 0) as recommendations_answered
from timed
inner join responses on timed.response_id = responses.response_id
left join answered
    on
        timed.document_id = answered.document_id
        and timed.inspection_report_id = answered.inspection_report_id
