with

themes as (

    select * from {{ ref('themes') }}

)

select
    theme_id,
    theme_name,
    parent_theme_id,
    definition,
    source,
    is_verified
from themes
