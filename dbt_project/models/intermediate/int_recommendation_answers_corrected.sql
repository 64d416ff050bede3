{{ corrected('recommendation_answers') }}
