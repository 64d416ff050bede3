with

counted as (

    select
        force_id,
        document_id,
        theme_id,
        count(*) as sentence_count
    from {{ ref('fct_theme_mentions') }}
    group by force_id, document_id, theme_id

),

themes as (

    select * from {{ ref('dim_themes') }}

)

select
    counted.force_id,
    counted.document_id,
    counted.theme_id,
    themes.theme_name,
    rank() over (
        partition by counted.document_id
        order by counted.sentence_count desc nulls last
    ) as place,
    counted.sentence_count
from counted
inner join themes on counted.theme_id = themes.theme_id
where
    (
        {{ parameter('document_id') }} is null
        or position({{ parameter('document_id') }} in counted.document_id) = 1
    )
    and ({{ parameter('force_id') }} is null or counted.force_id = {{ parameter('force_id') }})
order by
    counted.force_id asc nulls last,
    counted.document_id asc nulls last,
    place asc nulls last,
    counted.theme_id asc nulls last
