{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_located') }}
    where is_current

)

select
    document_id,
    force_id,
    language,
    text_fingerprint,
    -- Of two copies the better is the one that says whose it is and of which day: facts are
    -- counted by force and days by date. Then a format that declares its headings and tables
    -- comes before one in which they are guessed. The address decides last, for it may change.
    row_number() over (
        order by
            case when force_id is null then 1 else 0 end,
            case when document_date_precision = 'day' then 0 else 1 end,
            case
                when media_type = 'text/html' then 0
                when media_type like '%wordprocessingml%' then 1
                when media_type = 'text/markdown' then 2
                when media_type = 'text/plain' then 3
                else 4
            end,
            source_uri,
            document_id
    ) as keep_rank
from documents
