"""The lost-order radar: rules that find where orders, money, stock, jobs and mails do not agree, and one repair for each."""
