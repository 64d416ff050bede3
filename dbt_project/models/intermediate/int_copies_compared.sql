{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_ranked') }}

),

-- Of documents whose words are the very same the best stands for all.
first_of_each as (

    select min(keep_rank) as keep_rank
    from documents
    group by text_fingerprint, force_id

),

samples as (

    select
        shingles.document_id,
        shingles.fingerprint,
        documents.force_id,
        documents.language,
        documents.keep_rank
    from documents
    inner join first_of_each on documents.keep_rank = first_of_each.keep_rank
    inner join {{ ref('stg_landing__text_shingles') }} as shingles
        on documents.document_id = shingles.document_id

),

ends as (

    select
        document_id,
        max(fingerprint) as greatest_fingerprint
    from samples
    group by document_id
    having count(*) >= {{ var('least_compared_shingles') }}

),

-- What very many documents have is a form of words. Leaving it out keeps the pairs few.
forms_of_words as (

    select fingerprint
    from samples
    group by fingerprint
    having count(*) > {{ var('most_documents_of_a_shingle') }}

),

placed as (

    select
        samples.*,
        row_number() over (
            partition by samples.document_id
            order by samples.fingerprint
        ) as place
    from samples
    left join forms_of_words on samples.fingerprint = forms_of_words.fingerprint
    where forms_of_words.fingerprint is null

),

looked_up as (

    select * from placed
    where place <= {{ var('looked_up_shingles') }}

),

pairs as (

    select distinct
        worse.document_id,
        better.document_id as better_document_id,
        better.keep_rank as better_keep_rank
    from looked_up as worse
    inner join looked_up as better
        on
            worse.fingerprint = better.fingerprint
            and worse.language = better.language
            and worse.keep_rank > better.keep_rank
    where
        worse.force_id = better.force_id
        or worse.force_id is null
        or better.force_id is null

),

-- Up to the lesser end the two samples are drawn alike.
bounded as (

    select
        pairs.*,
        least(ends.greatest_fingerprint, better_ends.greatest_fingerprint) as last_fingerprint
    from pairs
    inner join ends on pairs.document_id = ends.document_id
    inner join ends as better_ends on pairs.better_document_id = better_ends.document_id

),

shares as (

    select
        bounded.document_id,
        bounded.better_document_id,
        cast(count(of_other.fingerprint) as double) / count(*) as share_of_document
    from bounded
    inner join samples
        on
            bounded.document_id = samples.document_id
            and bounded.last_fingerprint >= samples.fingerprint
    left join samples as of_other
        on
            bounded.better_document_id = of_other.document_id
            and samples.fingerprint = of_other.fingerprint
    group by bounded.document_id, bounded.better_document_id

),

better_shares as (

    select
        bounded.document_id,
        bounded.better_document_id,
        cast(count(of_other.fingerprint) as double) / count(*) as share_of_better
    from bounded
    inner join samples
        on
            bounded.better_document_id = samples.document_id
            and bounded.last_fingerprint >= samples.fingerprint
    left join samples as of_other
        on
            bounded.document_id = of_other.document_id
            and samples.fingerprint = of_other.fingerprint
    group by bounded.document_id, bounded.better_document_id

)

select
    bounded.document_id,
    bounded.better_document_id,
    bounded.better_keep_rank,
    greatest(shares.share_of_document, better_shares.share_of_better) as share_of_shorter,
    least(shares.share_of_document, better_shares.share_of_better) as share_of_longer
from bounded
inner join shares
    on
        bounded.document_id = shares.document_id
        and bounded.better_document_id = shares.better_document_id
inner join better_shares
    on
        bounded.document_id = better_shares.document_id
        and bounded.better_document_id = better_shares.better_document_id
