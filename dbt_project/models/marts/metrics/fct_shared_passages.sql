with

sentences as (

    select * from {{ ref('int_sentences_shared') }}

),

documents as (

    select
        document_id,
        text
    from {{ ref('stg_landing__documents') }}

)

select
    sentences.sentence_id as occurrence_id,
    sentences.fingerprint as passage_id,
    sentences.document_id,
    sentences.force_id,
    sentences.document_count,
    sentences.is_across_forces,
    sentences.section_id,
    sentences.speaker,
    sentences.sentence_text,
    sentences.char_start,
    sentences.char_end,
    sentences.page_number,
    -- One fingerprint is one wording, so until passages are matched loosely all are alike.
    cast(1.0 as double) as similarity,
    {{ text_between('documents.text', 'sentences.char_start', 'sentences.char_end') }}
        as quoted_text
from sentences
inner join documents on sentences.document_id = documents.document_id
