with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

links as (

    select * from {{ ref('stg_landing__links') }}

)

select
    links.link_id,
    links.document_id,
    documents.force_id,
    links.section_id,
    links.link_text,
    links.target_uri,
    links.char_start,
    links.char_end,
    links.page_number
from links
inner join documents on links.document_id = documents.document_id
