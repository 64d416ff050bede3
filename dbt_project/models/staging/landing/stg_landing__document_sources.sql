with

source as (

    select * from {{ source('landing', 'document_sources') }}

),

renamed as (

    select
        -- identity
        document_id,
        source_uri,
        folder_uri,
        raw_sha256,

        -- provenance
        byte_count,
        modified_ns,

        -- life
        first_seen_at,
        last_seen_at,
        is_current

    from source

)

select * from renamed
