with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where
        observation_role in ('level', 'change')
        and (
            position(lower({{ parameter('phrase') }}) in lower(sentence_text)) > 0
            or position(lower({{ parameter('phrase') }}) in lower(measured)) > 0
        )

)

select
    force_id,
    document_id,
    measured,
    value,
    unit_code,
    qualifier,
    coalesce(change_direction, 'level') as level_or_change,
    period_start,
    period_end,
    period_text,
    sentence_text,
    char_start,
    observation_id
from observations
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
