with

documents as (

    select document_id from {{ ref('int_documents_located') }}

),

sentences as (

    select
        document_id,
        count(*) as sentence_count,
        count(case when language in ('en', 'und') then 1 end) as parsed_sentence_count,
        count(case when word_count >= {{ var('least_shared_words') }} then 1 end)
            as comparable_sentence_count
    from {{ ref('stg_landing__sentences') }}
    group by document_id

),

shared_sentences as (

    select
        document_id,
        count(*) as shared_sentence_count
    from {{ ref('int_sentences_shared') }}
    group by document_id

)

select
    documents.document_id,
    coalesce(sentences.sentence_count, 0) as sentence_count,
    coalesce(sentences.parsed_sentence_count, 0) as parsed_sentence_count,
    coalesce(sentences.comparable_sentence_count, 0) as comparable_sentence_count,
    coalesce(shared_sentences.shared_sentence_count, 0) as shared_sentence_count
from documents
left join sentences on documents.document_id = sentences.document_id
left join shared_sentences on documents.document_id = shared_sentences.document_id
