{% for kind in var('correctable') %}
    {{ matched_defects(kind) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
