-- The program drops the partitions of old samples itself, with locks that a function cannot take in their order; nothing calls this one.
DROP FUNCTION motcua.sample_prune(bigint);
