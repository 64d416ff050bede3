{#- Everything that engines spell differently, and nothing else. An engine that needs another
    spelling adds `<engine>__<name>` here; models never name an engine. -#}

{% macro today() %}{{ adapter.dispatch('today')() }}{% endmacro %}

{% macro default__today() %}current_date{% endmacro %}


{% macro add_days(first_day, days) -%}
    {{ adapter.dispatch('add_days')(first_day, days) }}
{%- endmacro %}

{% macro default__add_days(first_day, days) -%}
    cast({{ dbt.dateadd('day', days, first_day) }} as date)
{%- endmacro %}


{% macro days_between(first_day, last_day) -%}
    {{ adapter.dispatch('days_between')(first_day, last_day) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    cast({{ dbt.datediff(first_day, last_day, 'day') }} as bigint)
{%- endmacro %}


{% macro calendar_year(day) %}{{ adapter.dispatch('calendar_year')(day) }}{% endmacro %}

{% macro default__calendar_year(day) %}cast(extract(year from {{ day }}) as bigint){% endmacro %}


{#- Offsets count Unicode code points from 0, end exclusive; SQL counts characters from 1. -#}
{% macro text_between(text, char_start, char_end) -%}
    {{ adapter.dispatch('text_between')(text, char_start, char_end) }}
{%- endmacro %}

{% macro default__text_between(text, char_start, char_end) -%}
    substr({{ text }}, cast({{ char_start }} + 1 as int), cast({{ char_end }} - {{ char_start }} as int))
{%- endmacro %}


{#- What a person fills in when a question of `analyses` is asked: the engine binds the value,
    nobody pastes it. -#}
{% macro parameter(name) %}{{ adapter.dispatch('parameter')(name) }}{% endmacro %}

{% macro default__parameter(name) %}${{ name }}{% endmacro %}


{#- Null where the text cannot be read as the type. -#}
{% macro try_to_cast(text, data_type) -%}
    {{ adapter.dispatch('try_to_cast')(text, data_type) }}
{%- endmacro %}

{% macro default__try_to_cast(text, data_type) -%}
    try_cast({{ text }} as {{ data_type }})
{%- endmacro %}
