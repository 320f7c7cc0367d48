import pg from "pg";

/** The channel event log's table as the PBX needs it; in the product, a migration makes it. */
export async function createCelTable(ownerUrl: string): Promise<void> {
  const text = (name: string) => `${name} text NOT NULL DEFAULT ''`;
  const columns = [
    "cid_num",
    "cid_name",
    "exten",
    "context",
    "channame",
    "appname",
    "appdata",
    "accountcode",
    "peer",
    "userfield",
    "extra",
  ];
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS cel (
      id bigserial PRIMARY KEY, eventtype text NOT NULL, eventtime timestamptz(3) NOT NULL,
      uniqueid text NOT NULL, linkedid text NOT NULL, ${columns.map(text).join(", ")},
      node_name text NOT NULL DEFAULT current_setting('application_name'));
      GRANT INSERT ON cel TO callbay_cel; GRANT USAGE ON SEQUENCE cel_id_seq TO callbay_cel`);
  } finally {
    await client.end();
  }
}
