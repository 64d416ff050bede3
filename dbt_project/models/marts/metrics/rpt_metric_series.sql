with

observations as (

    select * from {{ ref('fct_metric_observations') }}

),

metrics as (

    select * from {{ ref('dim_metrics') }}

),

documents as (

    select * from {{ ref('dim_documents') }}

),

-- What may stand beside another force's figure: a level or share of the force itself, in the
-- metric's unit, one number, of a period with two ends.
comparable as (

    select
        observations.observation_id,
        observations.document_id,
        observations.metric_id,
        observations.force_id,
        observations.period_start,
        observations.period_end,
        observations.period_precision,
        observations.value,
        observations.qualifier,
        observations.char_start,
        metrics.metric_name,
        metrics.unit_code,
        documents.document_date,
        case when observations.qualifier = 'exact' then 1 else 2 end as exactness_order,
        case when observations.is_total then 1 else 2 end as total_order,
        case when observations.origin = 'table' then 1 else 2 end as origin_order
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and observations.unit_code = metrics.unit_code
    inner join documents on observations.document_id = documents.document_id
    where
        observations.force_id is not null
        and observations.observation_role in ('level', 'share')
        and observations.scope = 'force'
        and observations.change_direction is null
        and observations.qualifier <> 'range'
        and observations.period_start is not null
        and observations.period_end is not null

),

-- Best first: an exact figure before "about", a total before its parts, a cell (whose row and
-- column say what it counts) before prose, a later document (which may correct an earlier one)
-- before an earlier; the place in the document only makes the choice the same every time.
ranked as (

    select
        *,
        row_number() over (
            partition by metric_id, force_id, period_start, period_end
            order by
                exactness_order asc nulls last,
                total_order asc nulls last,
                origin_order asc nulls last,
                document_date desc nulls last,
                document_id asc nulls last,
                char_start asc nulls last
        ) as preference
    from comparable

),

counted as (

    select
        metric_id,
        force_id,
        period_start,
        period_end,
        count(*) as observation_count,
        min(value) as least_value,
        max(value) as greatest_value
    from comparable
    group by metric_id, force_id, period_start, period_end

)

select
    ranked.metric_id,
    ranked.metric_name,
    ranked.force_id,
    ranked.period_start,
    ranked.period_end,
    ranked.period_precision,
    ranked.value,
    ranked.unit_code,
    ranked.qualifier,
    ranked.observation_id,
    ranked.document_id,
    counted.observation_count,
    counted.least_value,
    counted.greatest_value
from ranked
inner join counted
    on
        ranked.metric_id = counted.metric_id
        and ranked.force_id = counted.force_id
        and ranked.period_start = counted.period_start
        and ranked.period_end = counted.period_end
where ranked.preference = 1
