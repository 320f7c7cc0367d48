-- Where a SIP telephone registers with a node: its host is that of ws_url.
ALTER TABLE pbx_node ADD COLUMN sip_port INTEGER NOT NULL DEFAULT 5060 CHECK (sip_port BETWEEN 1 AND 65535);
