with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where value = cast({{ parameter('value') }} as double)

),

documents as (

    select * from {{ ref('stg_landing__documents') }}

),

placed as (

    select
        observations.*,
        documents.title,
        substr(documents.text, 1, cast(observations.char_start as int)) as text_before
    from observations
    inner join documents on observations.document_id = documents.document_id

)

select
    force_id,
    document_id,
    title,
    length(text_before) - length(replace(text_before, chr(10), '')) + 1 as line_number,
    char_start,
    char_end,
    quoted_text,
    measured,
    unit_code,
    sentence_text,
    observation_id
from placed
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
