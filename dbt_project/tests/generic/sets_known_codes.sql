{#- A coded column is set to a value of its vocabulary; one failing row for each other value. -#}
{% test sets_known_codes(model) %}
    {{ defects_of_unknown_codes(model) }}
{% endtest %}
