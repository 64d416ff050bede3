with

documents as (

    select * from {{ ref('int_documents_kept') }}
    where force_id is not null

),

sentences as (

    select
        sentences.sentence_id,
        sentences.document_id,
        sentences.sentence_text,
        sentences.speaker,
        sentences.char_start,
        sentences.char_end,
        documents.force_id,
        ' ' || replace(replace(lower(sentences.sentence_text), '(', ' '), '-', ' ') as words
    from {{ ref('stg_landing__sentences') }} as sentences
    inner join documents on sentences.document_id = documents.document_id

),

-- At the start of a word: what begins inside another word is another word.
said as (

    select * from sentences
    where
        position(' ' || replace(lower({{ parameter('phrase') }}), '-', ' ') in words) > 0
        or position(' ' || replace(lower({{ parameter('or_phrase') }}), '-', ' ') in words) > 0

),

counted as (

    select count(distinct force_id) as force_count
    from said

)

select
    said.force_id,
    said.document_id,
    said.sentence_text,
    said.speaker,
    said.char_start,
    said.char_end,
    said.sentence_id,
    counted.force_count
from said
cross join counted
where counted.force_count >= 2
order by
    said.force_id asc nulls last,
    said.document_id asc nulls last,
    said.char_start asc nulls last
