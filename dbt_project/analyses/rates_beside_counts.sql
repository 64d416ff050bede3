with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where origin = 'table' and period_start is not null

),

-- A table that prints a rate and what it is made of, for one period after the other.
tables_with_rates as (

    select
        table_id,
        document_id,
        section_id
    from observations
    where observation_role = 'share'
    group by table_id, document_id, section_id
    having count(distinct period_start) > 1

),

figures as (

    select
        observations.force_id,
        observations.document_id,
        observations.section_id,
        'figure' as row_kind,
        observations.measured,
        observations.period_start,
        observations.period_end,
        observations.value as figure,
        observations.unit_code,
        observations.value - lag(observations.value) over (
            partition by observations.table_id, observations.measured, observations.unit_code
            order by observations.period_start asc nulls last
        ) as change_since_previous,
        observations.sentence_text,
        observations.char_start
    from observations
    inner join tables_with_rates on observations.table_id = tables_with_rates.table_id

),

commented_sections as (

    select distinct
        section_id,
        force_id
    from figures

),

-- What the document itself says of the rates: the prose that stands around the table.
comments as (

    select
        commented_sections.force_id,
        sentences.document_id,
        'comment' as row_kind,
        '' as measured,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        cast(null as double) as figure,
        '' as unit_code,
        cast(null as double) as change_since_previous,
        sentences.sentence_text,
        sentences.char_start
    from {{ ref('stg_landing__sentences') }} as sentences
    inner join commented_sections on sentences.section_id = commented_sections.section_id

),

said as (

    select
        force_id,
        document_id,
        row_kind,
        measured,
        period_start,
        period_end,
        figure,
        unit_code,
        change_since_previous,
        sentence_text,
        char_start
    from figures
    union all
    select * from comments

)

select
    force_id,
    document_id,
    row_kind,
    measured,
    period_start,
    period_end,
    figure,
    unit_code,
    change_since_previous,
    sentence_text,
    char_start
from said
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by
    force_id asc nulls last,
    document_id asc nulls last,
    row_kind desc nulls last,
    measured asc nulls last,
    period_start asc nulls last,
    char_start asc nulls last
