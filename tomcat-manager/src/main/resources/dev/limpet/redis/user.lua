-- KEYS[1]: the sessions of a user in a bucket.
return redis.call('SMEMBERS', KEYS[1])
