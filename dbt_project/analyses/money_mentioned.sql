with

observations as (

    select * from {{ ref('fct_metric_observations') }}

),

-- How long the money is for is a figure of its own in the same sentence.
durations as (

    select
        document_id,
        sentence_text,
        min(quoted_text) as duration_text
    from observations
    where observation_role in ('duration', 'period')
    group by document_id, sentence_text

),

shares as (

    select
        document_id,
        sentence_text,
        min(quoted_text) as share_text
    from observations
    where unit_code = 'percent'
    group by document_id, sentence_text

),

funds as (

    select
        document_id,
        sentence_text,
        min(initiative_name) as fund_name
    from {{ ref('fct_initiative_mentions') }}
    where initiative_type = 'fund'
    group by document_id, sentence_text

),

agencies as (

    select
        observations.observation_id,
        min(agencies.agency_name) as agency_name
    from observations
    inner join {{ ref('agency_aliases') }} as aliases
        on position(' ' || aliases.alias in ' ' || observations.sentence_text) > 0
    inner join {{ ref('agencies') }} as agencies
        on aliases.agency_id = agencies.agency_id
    where
        observations.unit_code = 'gbp'
        and agencies.agency_kind in ('government', 'charity', 'health', 'policing_body')
    group by observations.observation_id

)

select
    observations.force_id,
    observations.document_id,
    observations.value as amount_gbp,
    observations.value_high as amount_gbp_high,
    observations.qualifier,
    observations.change_direction,
    observations.measured as spent_on,
    funds.fund_name,
    agencies.agency_name,
    shares.share_text,
    observations.period_start,
    observations.period_end,
    durations.duration_text,
    observations.speaker,
    observations.sentence_text,
    observations.char_start,
    observations.observation_id
from observations
left join durations
    on
        observations.document_id = durations.document_id
        and observations.sentence_text = durations.sentence_text
left join shares
    on
        observations.document_id = shares.document_id
        and observations.sentence_text = shares.sentence_text
left join funds
    on
        observations.document_id = funds.document_id
        and observations.sentence_text = funds.sentence_text
left join agencies on observations.observation_id = agencies.observation_id
where
    observations.unit_code = 'gbp'
    and (
        {{ parameter('force_id') }} is null
        or observations.force_id = {{ parameter('force_id') }}
    )
order by
    observations.force_id asc nulls last,
    observations.document_id asc nulls last,
    observations.char_start asc nulls last
