with

passages as (

    select * from {{ ref('fct_shared_passages') }}

),

of_the_force as (

    select distinct passage_id
    from passages
    where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}

)

select
    passages.passage_id,
    passages.document_count,
    passages.is_across_forces,
    passages.force_id,
    passages.document_id,
    passages.sentence_text,
    passages.speaker,
    passages.char_start,
    passages.char_end,
    passages.occurrence_id
from passages
inner join of_the_force on passages.passage_id = of_the_force.passage_id
order by
    passages.document_count desc nulls last,
    passages.passage_id asc nulls last,
    passages.document_id asc nulls last,
    passages.char_start asc nulls last
