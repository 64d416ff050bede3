{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_corrected') }}

),

sources as (

    select
        document_id,
        count(*) as source_count,
        min(source_uri) as least_source_uri,
        min(case when is_current then source_uri end) as least_current_source_uri,
        min(force_id) as declared_force_id
    from {{ ref('stg_landing__document_sources') }}
    group by document_id

),

rejections as (

    select source_uri from {{ ref('stg_landing__rejections') }}

),

rejected_updates as (

    select distinct document_id
    from {{ ref('stg_landing__document_sources') }}
    where
        is_current
        and (
            source_uri in (select rejections.source_uri from rejections)
            or page_uri in (select rejections.source_uri from rejections)
            or address_uri in (select rejections.source_uri from rejections)
        )

)

select
    documents.document_id,
    documents.raw_sha256,
    documents.part_number,
    documents.title,
    documents.document_type,
    documents.policing_body_name,
    documents.commissioner_name,
    documents.document_date,
    documents.document_date_precision,
    documents.document_date_basis,
    documents.language,
    documents.media_type,
    documents.left_out_count,
    documents.word_count,
    documents.text_fingerprint,
    documents.number_fingerprint,
    documents.is_corrected,
    sources.source_count,
    -- What a document says of itself comes before what was declared for its address.
    coalesce(documents.force_id, sources.declared_force_id) as force_id,
    coalesce(sources.least_current_source_uri, sources.least_source_uri) as source_uri,
    sources.least_current_source_uri is not null as is_current,
    rejected_updates.document_id is not null as has_rejected_update
from documents
inner join sources on documents.document_id = sources.document_id
left join rejected_updates on documents.document_id = rejected_updates.document_id
