{{ corrected('metric_observations') }}
