-- Views for people show names of procedures and fields beside their codes, as catalogue_text() writes them.
DROP VIEW dossier_readable;
CREATE VIEW dossier_readable AS
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
       datetime(d.submitted_at + 25200, 'unixepoch') AS submitted,
       datetime(d.received_at + 25200, 'unixepoch') AS received,
       datetime(d.due_at + 25200, 'unixepoch') AS due,
       datetime(d.finished_at + 25200, 'unixepoch') AS finished,
       datetime(d.returned_at + 25200, 'unixepoch') AS returned,
       d.fee_due, d.paid_online, d.digitized, d.electronic_result,
       datetime(d.known_from + 25200, 'unixepoch') AS known_from,
       datetime(d.first_seen + 25200, 'unixepoch') AS first_seen, d.procedure AS procedure_code, d.sector AS sector_code
FROM dossier d
JOIN source s ON s.id = d.source_id
LEFT JOIN unit u ON u.code = d.unit
LEFT JOIN catalogue p ON p.kind = 'procedure' AND p.code = d.procedure
LEFT JOIN catalogue f ON f.kind = 'sector' AND f.code = d.sector;
