{{ corrected('responses') }}
