with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

answers as (

    select * from {{ ref('int_recommendation_answers_corrected') }}

)

select
    answers.answer_id,
    answers.document_id,
    documents.force_id,
    answers.inspection_report_id,
    answers.ordinal,
    answers.finding_type,
    answers.addressed_to,
    answers.recommendation_text,
    answers.answer_text,
    answers.action_status,
    answers.acceptance,
    answers.recommendation_char_start,
    answers.recommendation_char_end,
    answers.section_id,
    answers.speaker,
    answers.quoted_text,
    answers.sentence_text,
    answers.char_start,
    answers.char_end,
    answers.page_number,
    answers.is_corrected
from answers
inner join documents on answers.document_id = documents.document_id
