with

commitments as (

    select * from {{ ref('fct_commitments') }}

)

select
    force_id,
    document_id,
    actor,
    strength,
    commitment_text,
    due_on,
    due_precision,
    due_text,
    speaker,
    char_start,
    commitment_id
from commitments
where
    ({{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }})
    and ({{ parameter('actor') }} is null or actor = {{ parameter('actor') }})
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
