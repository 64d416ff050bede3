with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where
        observation_role in ('level', 'change', 'share', 'target', 'rank')
        and position(lower({{ parameter('phrase') }}) in lower(sentence_text)) > 0

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}

),

-- What a figure means is often said beside it: "the trend is …".
placed as (

    select
        observations.*,
        sentences.ordinal
    from observations
    left join sentences
        on
            observations.document_id = sentences.document_id
            and observations.char_start >= sentences.char_start
            and observations.char_start < sentences.char_end

)

select
    placed.force_id,
    placed.document_id,
    placed.measured,
    placed.value,
    placed.unit_code,
    placed.qualifier,
    placed.change_direction,
    placed.period_start,
    placed.period_end,
    placed.period_text,
    placed.speaker,
    previous_sentences.sentence_text as sentence_before,
    placed.sentence_text,
    next_sentences.sentence_text as sentence_after,
    placed.char_start,
    placed.observation_id
from placed
left join sentences as previous_sentences
    on
        placed.document_id = previous_sentences.document_id
        and placed.ordinal = previous_sentences.ordinal + 1
left join sentences as next_sentences
    on
        placed.document_id = next_sentences.document_id
        and placed.ordinal = next_sentences.ordinal - 1
where {{ parameter('force_id') }} is null or placed.force_id = {{ parameter('force_id') }}
order by
    placed.force_id asc nulls last,
    placed.document_id asc nulls last,
    placed.char_start asc nulls last
