-- Views for people show names of procedures and fields beside their codes, as catalogue_text() writes them.
CREATE OR REPLACE VIEW motcua.dossier_readable AS
SELECT s.name AS source, d.key, d.code, d.unit, u.name AS unit_name,
       CASE WHEN p.name IS NULL OR p.name = d.procedure THEN d.procedure ELSE p.name || ' (' || d.procedure || ')' END AS procedure,
       CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END AS sector,
       CASE d.channel WHEN 1 THEN 'trực tiếp' WHEN 2 THEN 'trực tuyến' WHEN 3 THEN 'bưu chính' END AS channel,
       d.level,
       CASE d.status WHEN 1 THEN 'mới đăng ký' WHEN 2 THEN 'được tiếp nhận' WHEN 3 THEN 'không được tiếp nhận'
                     WHEN 4 THEN 'đang xử lý' WHEN 5 THEN 'yêu cầu bổ sung giấy tờ'
                     WHEN 6 THEN 'yêu cầu thực hiện nghĩa vụ tài chính' WHEN 7 THEN 'công dân yêu cầu rút'
                     WHEN 8 THEN 'dừng xử lý' WHEN 9 THEN 'đã xử lý xong' WHEN 10 THEN 'đã trả kết quả' END AS status,
       d.portal_status,
       to_timestamp(d.submitted_at) AS submitted,
       to_timestamp(d.received_at) AS received,
       to_timestamp(d.due_at) AS due,
       to_timestamp(d.finished_at) AS finished,
       to_timestamp(d.returned_at) AS returned,
       d.fee_due, d.paid_online, d.digitized, d.electronic_result,
       to_timestamp(d.known_from) AS known_from,
       to_timestamp(d.first_seen) AS first_seen, d.procedure AS procedure_code, d.sector AS sector_code
FROM motcua.dossier d
JOIN motcua.source s ON s.id = d.source_id
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue p ON p.kind = 'procedure' AND p.code = d.procedure
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector;

CREATE OR REPLACE VIEW motcua.v_open WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       d.received_at, d.due_at,
       COALESCE(d.due_at <= c.newest, false) AS is_overdue,
       COALESCE(d.due_at > c.newest AND d.due_at <= c.newest + 259200, false) AS is_due_soon, d.sector AS sector_code
FROM motcua.dossier d JOIN motcua.v_clock c ON d.received_at < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector
WHERE COALESCE(d.finished_at, d.returned_at) IS NULL AND d.status IS DISTINCT FROM 3
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

CREATE OR REPLACE VIEW motcua.v_finished WITH (security_invoker = true) AS
SELECT d.unit, COALESCE(u.name, d.unit) AS unit_name,
       COALESCE(CASE WHEN f.name IS NULL OR f.name = d.sector THEN d.sector ELSE f.name || ' (' || d.sector || ')' END, 'không rõ') AS sector,
       CASE WHEN p.name IS NULL OR p.name = d.procedure THEN d.procedure ELSE p.name || ' (' || d.procedure || ')' END AS procedure,
       COALESCE(d.finished_at, d.returned_at) AS finished_at,
       to_timestamp(COALESCE(d.finished_at, d.returned_at)) AS finished,
       (COALESCE(d.finished_at, d.returned_at) - d.received_at) / 86400.0 AS days,
       COALESCE(COALESCE(d.finished_at, d.returned_at) > d.due_at, false) AS is_late,
       d.sector AS sector_code, d.procedure AS procedure_code
FROM motcua.dossier d JOIN motcua.v_clock c ON COALESCE(d.finished_at, d.returned_at) < c.newest
LEFT JOIN motcua.unit u ON u.code = d.unit
LEFT JOIN motcua.catalogue p ON p.kind = 'procedure' AND p.code = d.procedure
LEFT JOIN motcua.catalogue f ON f.kind = 'sector' AND f.code = d.sector
WHERE d.status IS DISTINCT FROM 3 AND d.status IS DISTINCT FROM 7 AND d.status IS DISTINCT FROM 8
  AND COALESCE(d.finished_at, d.returned_at) >= d.received_at
  AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);

COMMENT ON COLUMN motcua.dossier_readable.procedure IS 'TTHC: tên và mã, hoặc chỉ mã nếu chưa biết tên';
COMMENT ON COLUMN motcua.dossier_readable.sector IS 'Lĩnh vực: tên và mã, hoặc chỉ mã nếu chưa biết tên';
COMMENT ON COLUMN motcua.v_open.sector IS 'Lĩnh vực: tên và mã, hoặc chỉ mã nếu chưa biết tên';
COMMENT ON COLUMN motcua.v_finished.sector IS 'Lĩnh vực: tên và mã, hoặc chỉ mã nếu chưa biết tên';
COMMENT ON COLUMN motcua.v_finished.procedure IS 'TTHC: tên và mã, hoặc chỉ mã nếu chưa biết tên';
