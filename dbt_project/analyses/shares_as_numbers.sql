with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where change_direction is null

),

shares as (

    select * from observations
    where observation_role = 'share' and unit_code = 'percent' and origin = 'prose'

),

bases as (

    select * from observations
    where observation_role = 'level' and unit_code = 'count' and origin = 'prose'

),

-- "88% of the 141 meetings": the base stands right behind its share.
paired as (

    select
        shares.*,
        bases.value as base_value,
        bases.measured as base_measured,
        bases.observation_id as base_observation_id,
        row_number() over (
            partition by shares.observation_id
            order by bases.char_start asc nulls last
        ) as distance_order
    from shares
    inner join bases
        on
            shares.document_id = bases.document_id
            and shares.sentence_text = bases.sentence_text
            and shares.char_end < bases.char_start
            and shares.char_end + 12 >= bases.char_start
    where position(shares.quoted_text || ' of ' in shares.sentence_text) > 0

)

select
    force_id,
    document_id,
    measured,
    value as share_percent,
    base_value,
    base_measured,
    round(value * base_value / 100) as computed_number,
    period_start,
    period_end,
    sentence_text,
    char_start,
    observation_id,
    base_observation_id
from paired
where
    distance_order = 1
    and ({{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }})
    and ({{ parameter('metric_id') }} is null or metric_id = {{ parameter('metric_id') }})
order by force_id asc nulls last, document_id asc nulls last, char_start asc nulls last
