"""What operators see: metrics, traces and logs. A question and its answer go in; only numbers and names come out."""
