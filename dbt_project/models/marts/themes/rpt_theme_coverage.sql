with

documents as (

    select
        document_id,
        force_id,
        {{ calendar_year('document_date') }} as document_year
    from {{ ref('int_documents_kept') }}
    where force_id is not null

),

totals as (

    select
        documents.force_id,
        documents.document_year,
        sum(counts.parsed_sentence_count) as sentence_count
    from documents
    inner join {{ ref('int_documents_counted') }} as counts
        on documents.document_id = counts.document_id
    group by documents.force_id, documents.document_year

),

mentioned as (

    select
        documents.force_id,
        mentions.theme_id,
        documents.document_year,
        count(distinct mentions.document_id) as document_count,
        count(*) as sentence_count
    from {{ ref('fct_theme_mentions') }} as mentions
    inner join documents on mentions.document_id = documents.document_id
    group by documents.force_id, mentions.theme_id, documents.document_year

)

select
    mentioned.force_id,
    mentioned.theme_id,
    mentioned.document_year as year,
    mentioned.document_count,
    mentioned.sentence_count,
    cast(mentioned.sentence_count as double) / nullif(totals.sentence_count, 0)
        as share_of_sentences
from mentioned
inner join totals
    on
        mentioned.force_id = totals.force_id
        and coalesce(mentioned.document_year, 0) = coalesce(totals.document_year, 0)
