{{ corrected('theme_mentions') }}
