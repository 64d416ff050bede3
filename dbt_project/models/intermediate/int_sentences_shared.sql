{{ config(materialized='table') }}


with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

sentences as (

    select
        sentences.sentence_id,
        sentences.fingerprint,
        sentences.document_id,
        documents.force_id,
        sentences.section_id,
        sentences.speaker,
        sentences.sentence_text,
        sentences.char_start,
        sentences.char_end,
        sentences.page_number
    from {{ ref('stg_landing__sentences') }} as sentences
    inner join documents on sentences.document_id = documents.document_id
    where sentences.word_count >= {{ var('least_shared_words') }}

),

passages as (

    select
        fingerprint,
        count(distinct document_id) as document_count,
        count(distinct force_id) as force_count
    from sentences
    group by fingerprint
    having count(distinct document_id) > 1

)

select
    sentences.sentence_id,
    sentences.fingerprint,
    sentences.document_id,
    sentences.force_id,
    sentences.section_id,
    sentences.speaker,
    sentences.sentence_text,
    sentences.char_start,
    sentences.char_end,
    sentences.page_number,
    passages.document_count,
    passages.force_count > 1 as is_across_forces
from sentences
inner join passages on sentences.fingerprint = passages.fingerprint
