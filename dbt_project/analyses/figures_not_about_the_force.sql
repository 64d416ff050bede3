with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where scope <> 'force' or observation_role in ('age', 'period', 'definition')

)

select
    force_id,
    document_id,
    scope,
    observation_role,
    value,
    value_high,
    unit_code,
    measured,
    quoted_text,
    sentence_text,
    char_start,
    observation_id
from observations
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
