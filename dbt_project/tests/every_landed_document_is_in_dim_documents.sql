-- Current or superseded, a landed document is never lost, and dim_documents holds no other.
select
    landed.document_id as landed_document_id,
    held.document_id as held_document_id
from {{ ref('stg_landing__documents') }} as landed
full outer join {{ ref('dim_documents') }} as held
    on landed.document_id = held.document_id
where landed.document_id is null or held.document_id is null
