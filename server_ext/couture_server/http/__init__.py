"""What every route needs: the table of routes, requests and answers as models, errors, paging."""
