with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

checks as (

    select * from {{ ref('int_arithmetic_checks_corrected') }}

)

select
    checks.check_id,
    checks.document_id,
    documents.force_id,
    checks.check_type,
    checks.stated_value,
    checks.computed_value,
    checks.tolerance,
    checks.agrees,
    checks.section_id,
    checks.speaker,
    checks.quoted_text,
    checks.sentence_text,
    checks.char_start,
    checks.char_end,
    checks.page_number,
    checks.is_corrected
from checks
inner join documents on checks.document_id = documents.document_id
