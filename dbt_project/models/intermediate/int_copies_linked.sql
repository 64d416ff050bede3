{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_ranked') }}

),

first_of_each as (

    select
        text_fingerprint,
        force_id,
        min(keep_rank) as keep_rank
    from documents
    group by text_fingerprint, force_id

),

stood_for as (

    select
        documents.document_id,
        documents.keep_rank,
        first_of_each.keep_rank as first_rank
    from documents
    inner join first_of_each
        on
            documents.text_fingerprint = first_of_each.text_fingerprint
            and coalesce(documents.force_id, '') = coalesce(first_of_each.force_id, '')

),

same_texts as (

    select
        compared.document_id,
        compared.better_document_id,
        compared.better_keep_rank
    from {{ ref('int_copies_compared') }} as compared
    left join {{ ref('int_copies_contradicted') }} as contradicted
        on
            compared.document_id = contradicted.document_id
            and compared.better_document_id = contradicted.better_document_id
    where
        compared.share_of_shorter >= {{ var('same_text_share_of_shorter') }}
        and compared.share_of_longer >= {{ var('same_text_share_of_longer') }}
        and contradicted.document_id is null

),

-- A kept document is never a copy itself, so what is only like a copy stays on its own.
kept_for as (

    select
        same_texts.document_id,
        min(same_texts.better_keep_rank) as kept_rank
    from same_texts
    left join same_texts as copies on same_texts.better_document_id = copies.document_id
    where copies.document_id is null
    group by same_texts.document_id

)

select
    stood_for.document_id,
    kept.document_id as same_text_as
from stood_for
inner join documents as firsts on stood_for.first_rank = firsts.keep_rank
left join kept_for on firsts.document_id = kept_for.document_id
inner join documents as kept
    on coalesce(kept_for.kept_rank, stood_for.first_rank) = kept.keep_rank
where stood_for.document_id <> kept.document_id
