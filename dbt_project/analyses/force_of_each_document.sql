with

documents as (

    select * from {{ ref('dim_documents') }}
    where is_current

),

forces as (

    select * from {{ ref('dim_forces') }}

)

select
    documents.document_id,
    documents.title,
    documents.document_type,
    documents.document_date,
    documents.document_date_precision,
    documents.force_id,
    forces.force_name,
    coalesce(documents.policing_body_name, forces.policing_body_name) as policing_body_name,
    documents.source_uri
from documents
left join forces on documents.force_id = forces.force_id
where {{ parameter('force_id') }} is null or documents.force_id = {{ parameter('force_id') }}
order by documents.force_id asc nulls last, documents.document_id asc nulls last
