-- The name that the certificate of the API server has to carry, where it is not the host of the address.
ALTER TABLE cluster ADD COLUMN tls_server_name text;
