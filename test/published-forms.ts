/** The published forms, word for word, as people paste them: the tests hold what is made of them to that. */
export const PUBLISHED_PLATFORM = `supported_platforms:
  - name: "web_chat"
    type: "websocket"
    endpoint: "wss://your-domain.com/ws"
  - name: "enterprise_team"
    type: "api"
    auth_token: "YOUR_API_KEY"
`;

export const PUBLISHED_WORKFLOWS = `workflows:
  - name: "daily_report"
    trigger: "cron 0 9 * * *"
    steps:
      - action: "fetch_data"
        params:
          source: "database"
          query: "SELECT * FROM metrics WHERE date=CURRENT_DATE"
      - action: "generate_report"
        depends_on: "fetch_data"
        params:
          template: "daily_template.md"
      - action: "send_notification"
        depends_on: "generate_report"
        params:
          platform: "enterprise_team"
          channel: "#operations"
`;
